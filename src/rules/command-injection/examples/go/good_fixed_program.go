package tools

import (
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
)

var host = regexp.MustCompile(`^[a-z0-9-]+$`)

func ping(w http.ResponseWriter, r *http.Request) {
	exec.Command("ping", "-c", "1", r.FormValue("host")).Run()
}

func checked(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("host")
	if !host.MatchString(name) {
		http.Error(w, "no such host", http.StatusBadRequest)
		return
	}
	exec.Command("sh", "-c", "ping -c 1 "+name).Run()
}

func counted(r *http.Request) {
	count, err := strconv.ParseInt(r.FormValue("count"), 10, 32)
	if err != nil {
		return
	}
	exec.Command("sh", "-c", "head -n "+strconv.FormatInt(count, 10)+" log.txt").Run()
}
