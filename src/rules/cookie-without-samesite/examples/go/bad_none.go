package web

import (
	"net/http"

	"github.com/gorilla/sessions"
)

func options(session *sessions.Session) {
	session.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteNoneMode} // assay: cookie-without-samesite
}

func lax(session *sessions.Session) {
	session.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode}
}
