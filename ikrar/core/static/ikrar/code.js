// A personal link carries the code after "#": it goes to the server once, in a form, and leaves the address at once.
"use strict";
const code = decodeURIComponent(location.hash.slice(1)).trim();
if (code) {
  history.replaceState(null, "", location.pathname);
  document.getElementById("code").value = code;
  document.getElementById("code-form").submit();
}
