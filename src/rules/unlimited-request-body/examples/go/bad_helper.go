package web

import (
	"io/ioutil"
	"net/http"
)

func receive(w http.ResponseWriter, r *http.Request) {
	store(bodyOf(r))
}

func bodyOf(r *http.Request) []byte {
	defer r.Body.Close()
	body, _ := ioutil.ReadAll(r.Body) // assay: unlimited-request-body
	return body
}
