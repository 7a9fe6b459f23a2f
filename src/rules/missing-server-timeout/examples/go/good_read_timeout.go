package web

import (
	"net/http"
	"time"
)

func start(mux *http.ServeMux, limit time.Duration) error {
	server := &http.Server{Addr: ":8080", Handler: mux, ReadTimeout: limit}
	return server.ListenAndServe()
}
