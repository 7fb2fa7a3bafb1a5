"""What to do when a phone cannot reach the laptop, for who leads and for who takes part.

The long version is in docs/handleiding.md.
"""

FOR_LEADER = (
    "Zit de telefoon op hetzelfde wifi-netwerk als deze laptop? Zet op de telefoon mobiele data even uit.",
    "Staat er een VPN aan, op de laptop of op de telefoon? Zet hem uit.",
    "Typ het adres precies over, met http:// ervoor. Met https:// werkt het niet.",
    "Vraagt Windows of macOS of Python verbindingen mag ontvangen? Sta dat toe.",
    "Kies een ander adres als er meer zijn.",
    "Gastwifi houdt apparaten vaak uit elkaar. Gebruik dan de hotspot van een telefoon of van deze laptop. "
    "Hoe dat gaat, staat in de handleiding bij “Hoe krijg ik telefoons op de laptop?”.",
)
FOR_PARTICIPANTS = (
    "Kijk of je op hetzelfde wifi-netwerk zit als de laptop in de zaal.",
    "Zet mobiele data even uit, en een VPN ook.",
    "Laad deze pagina opnieuw, of scan de code nog een keer.",
    "Vraag om papier, of zeg je antwoord hardop. Het telt net zo goed mee.",
)
