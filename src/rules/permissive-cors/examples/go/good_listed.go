package web

import (
	"net/http"

	"github.com/rs/cors"
)

var known = map[string]bool{"https://app.example.com": true}

func some(next http.Handler) http.Handler {
	return cors.New(cors.Options{AllowedOrigins: []string{"https://app.example.com"}}).Handler(next)
}

func listed(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if known[origin] {
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
	w.WriteHeader(http.StatusNoContent)
}
