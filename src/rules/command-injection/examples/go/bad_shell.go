package tools

import (
	"net/http"
	"os/exec"
)

func ping(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	output, err := exec.Command("sh", "-c", "ping -c 1 "+host).Output() // assay: command-injection
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Write(output)
}

func run(w http.ResponseWriter, r *http.Request) {
	arguments := []string{"-c"}
	arguments = append(arguments, r.PostFormValue("script"))
	exec.CommandContext(r.Context(), "/bin/bash", arguments...).Run() // assay: command-injection
}
