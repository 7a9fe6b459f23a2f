package web

import "net/http"

func start(mux *http.ServeMux) error {
	server := &http.Server{Addr: ":8080", Handler: mux} // assay: missing-server-timeout
	return server.ListenAndServe()
}
