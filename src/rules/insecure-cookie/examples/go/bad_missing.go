package web

import "net/http"

func login(w http.ResponseWriter, r *http.Request) {
	cookie := http.Cookie{Name: "session", Value: "1", HttpOnly: true}
	http.SetCookie(w, &cookie) // assay: insecure-cookie
}

func remember(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "user", Secure: false}) // assay: insecure-cookie
}
