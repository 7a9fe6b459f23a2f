package auth

import "github.com/golang-jwt/jwt/v5"

var key = []byte("k9s2-vb41-xq77")

func issue(name string) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"name": name})
	return token.SignedString(key) // assay: hard-coded-secret
}
