package fetch

import "net/http"

func proxy(w http.ResponseWriter, r *http.Request) {
	response, err := http.Get(r.FormValue("url")) // assay: server-side-request-forgery
	if err != nil {
		return
	}
	defer response.Body.Close()
}
