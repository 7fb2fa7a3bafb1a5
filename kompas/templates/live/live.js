/* Makes the page for a phone follow the round. Without it the form works too; so does an old phone (ES2015). */
(function () {
  'use strict';

  var path = location.pathname;
  var main = document.querySelector('main');
  var form, status, progress, button;
  var stored = '';       // the form as the server has it
  var sending = '';      // what is on its way, '' when nothing is
  var wanted = '';       // what should be on its way after that
  var tries = 0;
  var timer = 0;
  var source = null;
  var begun = false;     // whether the events came through before

  function round() {
    var field = main.querySelector('input[name=round]');
    return field ? field.value : '';
  }

  /* Whether this is said in another round than the one on this page. */
  function another(state) { return !!state.round && state.round !== round(); }

  function mode() { return form ? 'open' : status ? 'closed' : 'gone'; }

  function bind() {
    form = main.querySelector('form');
    status = document.getElementById('status');
    progress = document.getElementById('progress');
    button = form && form.querySelector('button');
    if (!form) { return; }
    stored = form.getAttribute('data-saved') === 'yes' ? filled() : '';
    form.addEventListener('submit', submit);
    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
  }

  /* The form as it is sent: in the order of the page, so that the same answer is the same text. */
  function filled() {
    var pairs = [];
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.type !== 'hidden' && (field.type !== 'radio' || field.checked) && (field.type === 'radio' || field.value)) {
        pairs.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
      }
    });
    return pairs.join('&').replace(/%20/g, '+');
  }

  function fill(values) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || field.type === 'hidden') { return; }
      var value = Object.prototype.hasOwnProperty.call(values, field.name) ? values[field.name] : '';
      if (field.type === 'radio') { field.checked = field.value === value; } else { field.value = value; }
    });
  }

  function place() { return 'kompas' + path + round(); }

  /* What was typed and not yet sent outlives a reload, if this phone allows that. */
  function keep(text) {
    try {
      if (text) { sessionStorage.setItem(place(), text); } else { sessionStorage.removeItem(place()); }
    } catch (error) { /* a private window: then not */ }
  }

  function draft() {
    try { return sessionStorage.getItem(place()) || ''; } catch (error) { return ''; }
  }

  function restore() {
    var text = draft();
    if (!form || !text || text === stored) { return; }
    var values = {};
    text.split('&').forEach(function (pair) {
      var parts = pair.replace(/\+/g, '%20').split('=');
      values[decodeURIComponent(parts[0])] = decodeURIComponent(parts[1]);
    });
    fill(values);
    tell('Dit heb je nog niet verstuurd.', 'calm');
  }

  function changed() {
    var now = filled();
    if (now === stored) { keep(''); tell('', ''); return; }
    keep(now);
    if (sending || wanted) { return; }
    tell(stored ? 'Je hebt iets veranderd. Verstuur het opnieuw.' : '', 'calm');
  }

  function tell(text, look) {
    if (!progress || progress.textContent === text) { return; }
    progress.className = text ? look : '';
    progress.textContent = text;
  }

  function submit(event) {
    event.preventDefault();
    var now = filled() || '&';   // nothing filled in: the laptop says what is missing
    if (now === sending || now === wanted) { return; }   // tapped twice
    wanted = now;
    keep(filled());
    tries = 0;
    if (!sending) { send(); }
  }

  function send() {
    clearTimeout(timer);
    if (!form || !wanted) { return; }
    sending = wanted;
    wanted = '';
    if (!tries) { tell('Bezig met versturen…', 'calm'); }
    ask('POST', path, sending + '&round=' + encodeURIComponent(round()), function (code, state) {
      var sent = sending;
      sending = '';
      if (code === 200 && state) {
        tries = 0;
        if (wanted && wanted !== sent) { send(); return; }
        wanted = '';
        arrived(sent, state);
      } else if (code === 404 || code === 421 || (state && (state.open === false || another(state)))) {
        wanted = '';
        swap(state && state.problem);
      } else if (code === 403 && state && !tries) {   // now it knows us
        tries = 1;
        wanted = wanted || sent;
        send();
      } else if (code >= 400 && code < 500) {
        wanted = '';
        mistake(state || { problem: 'De laptop neemt dit niet aan. Laad de pagina opnieuw.' });
      } else {
        if (!wanted) { wanted = sent; }
        again(state);
      }
    });
  }

  /* The Wi-Fi or the laptop is away, or it is very busy: keep trying, for that counts once. */
  function again(state) {
    tries += 1;
    var why = state && state.problem ? ' ' + state.problem : '';
    tell('Nog niet verstuurd. We proberen het opnieuw.' + why, 'bad');
    timer = setTimeout(send, Math.min(5000, 500 * Math.pow(2, tries - 1)) * (0.75 + Math.random() / 2));
  }

  function arrived(sent, state) {
    clear();
    stored = sent;
    if (filled() === sent) {
      keep('');
      if (state.saved) { fill(state.fields); stored = filled(); }
      tell('', '');
    } else {
      changed();
    }
    swapStatus(true);
  }

  function mistake(state) {
    clear();
    tell('Nog niet verstuurd. ' + state.problem, 'bad');
    var place = state.field && document.getElementById(state.field);
    if (!place) { progress.setAttribute('tabindex', '-1'); progress.focus(); return; }
    var text = document.createElement('p');
    text.className = 'problem';
    text.id = state.field + '-problem';
    text.textContent = state.problem;
    var hint = document.getElementById(state.field + '-hint');
    place.setAttribute('aria-describedby', text.id + (hint ? ' ' + hint.id : ''));
    if (place.tagName === 'FIELDSET') {
      place.insertBefore(text, place.querySelector('.choices'));
      (place.querySelector('input:checked') || place.querySelector('input')).focus();
    } else {
      place.setAttribute('aria-invalid', 'true');
      place.parentNode.insertBefore(text, place);
      place.focus();
    }
    text.parentNode.scrollIntoView();
  }

  function clear() {
    var top = document.getElementById('problem');
    if (top) { top.parentNode.removeChild(top); }
    Array.prototype.forEach.call(form.querySelectorAll('.problem'), function (one) {
      var field = one.id.replace(/-problem$/, '');
      var hint = document.getElementById(field + '-hint');
      var place = document.getElementById(field);
      if (hint) { place.setAttribute('aria-describedby', hint.id); } else { place.removeAttribute('aria-describedby'); }
      place.removeAttribute('aria-invalid');
      one.parentNode.removeChild(one);
    });
  }

  /* The server says what is stored, in its own words. */
  function page(done) {
    ask('GET', path, null, function (code, state, text) {
      if (code !== 200 && code !== 404 && code !== 421) { return; }
      var found = new DOMParser().parseFromString(text, 'text/html');
      if (found.querySelector('main')) { done(found); }
    }, 'text/html');
  }

  function swapStatus(sent) {
    page(function (found) {
      var fresh = found.getElementById('status');
      if (!form || !found.querySelector('form')) { swap(); return; }
      status.className = fresh.className;
      status.innerHTML = fresh.innerHTML;
      document.title = found.title;
      button.textContent = found.querySelector('button').textContent;
      if (sent) { show(status); }
    });
  }

  /* `late` tells why an answer that was sent is not taken any more. */
  function swap(late) {
    page(function (found) {
      var unsent = form && filled() !== stored;
      if (unsent) { keep(filled()); }
      main.innerHTML = found.querySelector('main').innerHTML;
      document.title = found.title;
      form = null;
      sending = wanted = '';
      clearTimeout(timer);
      bind();
      restore();
      if (late && status && !form) {
        status.className = 'calm';
        status.textContent = 'Dit kwam te laat. ' + late;
      } else if (unsent && status && !form) {
        var lost = document.createElement('p');
        lost.textContent = 'Wat je nog aan het schrijven was, is niet verstuurd. Zeg het hardop als je het kwijt wilt.';
        status.appendChild(lost);
      }
      show(status || heading());
    });
  }

  function heading() {
    var title = main.querySelector('h1');
    title.setAttribute('tabindex', '-1');
    return title;
  }

  function show(place) {
    place.focus();
    window.scrollTo(0, 0);
  }

  /* Is it still as we think? After sleep, after the Wi-Fi was away. */
  function refresh() {
    ask('GET', path + '/state', null, function (code, state) {
      if (code === 404 || code === 421) {
        if (mode() !== 'gone') { swap(); }
      } else if (code === 200 && state) {
        if (hear(state)) { return; }
        if (wanted && !sending) { send(); return; }
        if (form && state.saved && !sending && filled() === stored) { take(state); }
      }
    });
  }

  /* The answer as it is stored, perhaps from another tab. */
  function take(state) {
    fill(state.fields);
    if (filled() === stored) { return; }
    stored = filled();
    swapStatus();
  }

  /* Whether the round is in another state than this page. */
  function hear(now) {
    var other = (now.open ? 'open' : 'closed') !== mode() || (form && another(now));
    if (other && sending) { return true; }           // what comes back of that says it all
    if (other && wanted) { send(); return true; }    // too late: the laptop says so
    if (other) { swap(); }
    return other;
  }

  function ask(method, address, body, done, accept) {
    var request = new XMLHttpRequest();
    var over = false;
    function end(code) {
      if (over) { return; }
      over = true;
      var state = null;
      try { state = JSON.parse(request.responseText); } catch (error) { /* a page, or nothing */ }
      done(code, state, request.responseText);
    }
    request.open(method, address);
    request.timeout = 8000;
    request.setRequestHeader('Accept', accept || 'application/json');
    if (body !== null) { request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded'); }
    request.onload = function () { end(request.status); };
    request.onerror = request.ontimeout = request.onabort = function () { end(0); };
    request.send(body);
  }

  function follow() {
    if (!window.EventSource) { setInterval(refresh, 4000); return; }
    if (source) { source.close(); }
    source = new EventSource(path + '/events');
    source.onopen = function () {
      if (begun) { refresh(); }
      begun = true;
    };
    source.onmessage = function (event) { hear(JSON.parse(event.data)); };
    source.onerror = function () {
      if (source.readyState === 2) { setTimeout(follow, 5000); }
    };
  }

  function back() {
    if (source && source.readyState === 2) { follow(); }
    refresh();
  }

  bind();
  restore();
  follow();
  window.addEventListener('pageshow', function (event) { if (event.persisted) { back(); } });
  window.addEventListener('online', back);
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { back(); } });
}());
