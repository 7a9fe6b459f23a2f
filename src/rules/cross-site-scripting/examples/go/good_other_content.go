package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

type answer struct {
	Name string `json:"name"`
}

func data(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"name": %q}`, r.FormValue("name"))
}

func encoded(w http.ResponseWriter, r *http.Request) {
	bytes, err := json.Marshal(answer{Name: r.FormValue("name")})
	if err != nil {
		return
	}
	w.Write(bytes)
	json.NewEncoder(w).Encode(answer{Name: r.FormValue("name")})
}

func text(c *gin.Context) {
	c.String(200, "Hello %s", c.Query("name"))
	c.JSON(200, gin.H{"name": c.Query("name")})
}

func number(w http.ResponseWriter, r *http.Request) {
	count, _ := strconv.Atoi(r.FormValue("count"))
	fmt.Fprintf(w, "<p>%d results</p>", count)
}
