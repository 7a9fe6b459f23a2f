package web

import "net/http"

var targets = map[string]string{"home": "/home", "cart": "/cart"}

func login(w http.ResponseWriter, r *http.Request) {
	target, ok := targets[r.FormValue("next")]
	if !ok {
		target = "/"
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}
