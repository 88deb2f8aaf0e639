// A personal link carries the code after "#": it goes to the server once, in a form, and leaves the address at once.
"use strict";
const take = () => {
  const code = decodeURIComponent(location.hash.slice(1)).trim();
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("code").value = code;
  document.getElementById("code-form").submit();
};
addEventListener("hashchange", take);
take();
