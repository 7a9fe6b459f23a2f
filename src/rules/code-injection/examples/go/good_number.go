package scripts

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/robertkrimen/otto"
)

func run(r *http.Request) {
	number, err := strconv.ParseFloat(r.FormValue("number"), 64)
	if err != nil {
		return
	}
	otto.New().Run(fmt.Sprintf("total = %f * 2", number))
}
