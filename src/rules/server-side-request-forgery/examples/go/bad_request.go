package fetch

import (
	"encoding/json"
	"net/http"
)

type hook struct {
	Callback string `json:"callback"`
}

func register(w http.ResponseWriter, r *http.Request) {
	var wanted hook
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		return
	}
	request, err := http.NewRequestWithContext(r.Context(), "POST", wanted.Callback, nil) // assay: server-side-request-forgery
	if err != nil {
		return
	}
	http.DefaultClient.Do(request)
}
