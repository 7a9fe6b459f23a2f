package web

import "net/http"

func newCookie(name string) *http.Cookie {
	return &http.Cookie{Name: name, HttpOnly: true, SameSite: http.SameSiteStrictMode}
}

func login(w http.ResponseWriter, r *http.Request) {
	cookie := newCookie("session")
	cookie.Secure = true
	http.SetCookie(w, cookie)
}
