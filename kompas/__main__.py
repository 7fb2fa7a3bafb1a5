"""`python -m kompas` is `kompas`."""

from kompas import main

if __name__ == "__main__":
    main()
