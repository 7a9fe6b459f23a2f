package web

import "net/http"

func login(w http.ResponseWriter, r *http.Request) {
	cookie := http.Cookie{Name: "session", Value: "1", HttpOnly: true, SameSite: http.SameSiteLaxMode} // assay: insecure-cookie
	http.SetCookie(w, &cookie)
}

func remember(w http.ResponseWriter, r *http.Request, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, HttpOnly: true, SameSite: http.SameSiteLaxMode}) // assay: insecure-cookie
}
