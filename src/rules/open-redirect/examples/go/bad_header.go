package web

import "net/http"

func login(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	if next == "" {
		next = "/"
	}
	w.Header().Set("Location", next) // assay: open-redirect
	w.WriteHeader(http.StatusFound)
}
