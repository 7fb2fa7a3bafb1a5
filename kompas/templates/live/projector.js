/* Makes the wall follow the round: counts while it is open, the picture as soon as it may be seen. */
(function () {
  'use strict';

  var SILENT = 6000;     // the laptop says something every two seconds
  var path = location.pathname;
  var main = document.querySelector('main');
  var picture = document.getElementById('picture');
  var asking = document.getElementById('asking');
  var turn = document.getElementById('turn');
  var seen = { url: main.getAttribute('data-url'), round: main.getAttribute('data-round') };
  var drawn = '';        // which version of the picture is on the wall
  var slide = 0;
  var heard = Date.now();
  var source = null;

  function id(name) { return document.getElementById(name); }

  function apply(now) {
    if (now.url !== seen.url || now.round !== seen.round) { location.reload(); return; }
    seen = now;
    id('answered').textContent = now.answered;
    id('answers').textContent = now.answered === 1 ? 'antwoord' : 'antwoorden';
    id('joined').textContent = now.joined;
    id('phones').textContent = now.joined === 1 ? 'telefoon doet mee' : 'telefoons doen mee';
    id('over').hidden = !now.over;
    id('join').hidden = id('address').hidden = id('help').hidden = !now.open;
    id('closed').hidden = now.open;
    if (now.shown) { draw(now); } else { hide(); }
  }

  function hide() {
    picture.innerHTML = '';
    picture.hidden = turn.hidden = true;
    asking.hidden = false;
    main.className = drawn = '';
  }

  function draw(now) {
    var version = now.version + ' ' + now.open;
    if (version === drawn) { return; }
    var fresh = !drawn;
    drawn = version;
    var request = new XMLHttpRequest();
    request.open('GET', path + '/picture');
    request.onload = function () {
      if (!seen.shown || drawn !== version) { return; }
      if (request.status !== 200) { drawn = ''; return; }
      picture.innerHTML = request.responseText;
      asking.hidden = true;
      picture.hidden = false;
      main.className = 'shown';
      go(fresh ? 0 : slide, !fresh);
    };
    request.onerror = function () { drawn = ''; };
    request.send();
  }

  function slides() { return picture.querySelectorAll('.slide'); }

  function go(to, stay) {
    var all = slides();
    slide = Math.max(0, Math.min(to, all.length - 1));
    Array.prototype.forEach.call(all, function (one, place) { one.hidden = place !== slide; });
    if (!stay) { window.scrollTo(0, 0); }
    turned();
  }

  function above() { return window.pageYOffset > 4; }

  function below() { return window.pageYOffset + window.innerHeight < document.documentElement.scrollHeight - 4; }

  /* One way on through everything: first what is below, then the next picture. A clicker can do it. */
  function forward() {
    if (below()) { window.scrollBy(0, window.innerHeight * 0.7); } else if (slide < slides().length - 1) { go(slide + 1); }
  }

  function backward() {
    if (above()) { window.scrollBy(0, -window.innerHeight * 0.7); } else if (slide) { go(slide - 1); }
  }

  function turned() {
    var all = slides();
    turn.hidden = picture.hidden || (all.length < 2 && document.documentElement.scrollHeight <= window.innerHeight + 4);
    id('place').textContent = all.length > 1 ? (slide + 1) + ' van ' + all.length : '';
    id('earlier').disabled = !above() && slide === 0;
    id('later').disabled = !below() && slide === all.length - 1;
  }

  function away(lost) {
    lost = lost && !seen.over;   // then it went for good, until the next round
    id('lost').hidden = !lost;
    document.body.className = lost ? 'away' : '';
  }

  function follow() {
    if (source) { source.close(); }
    source = new EventSource(path + '/events');
    source.onmessage = function (event) {
      heard = Date.now();
      apply(JSON.parse(event.data));
      away(false);
    };
    source.onerror = function () {
      away(true);
      if (source.readyState === 2) { setTimeout(follow, 1000); }
    };
  }

  id('earlier').addEventListener('click', backward);
  id('later').addEventListener('click', forward);
  window.addEventListener('scroll', turned);
  window.addEventListener('resize', turned);
  document.addEventListener('keydown', function (event) {
    if (turn.hidden || event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (event.key === 'ArrowRight' || event.key === 'PageDown') { event.preventDefault(); forward(); }
    if (event.key === 'ArrowLeft' || event.key === 'PageUp') { event.preventDefault(); backward(); }
  });
  document.addEventListener('visibilitychange', function () {
    if (!document.hidden && (!source || source.readyState === 2)) { follow(); }
  });
  setInterval(function () { if (Date.now() - heard > SILENT) { away(true); } }, 1000);
  follow();
}());
