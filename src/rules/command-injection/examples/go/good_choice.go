package tools

import (
	"net/http"
	"os/exec"
)

var programs = map[string]string{"list": "ls", "disk": "df"}

func programFor(kind string) string {
	switch kind {
	case "status":
		return "uptime"
	case "users":
		return "who"
	default:
		return "true"
	}
}

func run(w http.ResponseWriter, r *http.Request) {
	exec.Command(programFor(r.FormValue("kind"))).Run()
	if program, ok := programs[r.FormValue("program")]; ok {
		exec.Command(program).Run()
	}
}
