package fetch

import "net/http"

var servers = map[string]string{"eu": "https://eu.example.com", "us": "https://us.example.com"}

func proxy(w http.ResponseWriter, r *http.Request) {
	server, ok := servers[r.FormValue("region")]
	if !ok {
		return
	}
	http.Get(server + "/status")
}
