package web

import "net/http"

func login(w http.ResponseWriter, r *http.Request) {
	cookie := &http.Cookie{Name: "session", Value: token(r), Secure: true, SameSite: http.SameSiteLaxMode} // assay: cookie-readable-by-script
	http.SetCookie(w, cookie)
}
