package web

import "net/http"

func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: true})
}
