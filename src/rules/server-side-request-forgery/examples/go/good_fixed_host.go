package clients

import (
	"fmt"
	"net/http"
)

func rate(w http.ResponseWriter, r *http.Request) {
	answer, err := http.Get(fmt.Sprintf("https://rates.acme.io/%s/today", r.FormValue("currency")))
	if err != nil {
		http.Error(w, "not available", http.StatusBadGateway)
		return
	}
	answer.Body.Close()
}
