package web

import (
	"net/http"

	"github.com/rs/cors"
)

func everybody(next http.Handler) http.Handler {
	return cors.New(cors.Options{AllowedOrigins: []string{"*"}}).Handler(next) // assay: permissive-cors
}

func reflected(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin")) // assay: permissive-cors
	w.WriteHeader(http.StatusNoContent)
}
