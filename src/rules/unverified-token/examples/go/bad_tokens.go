package auth

import "github.com/golang-jwt/jwt/v5"

func claims(text string) (jwt.Claims, error) {
	token, _, err := new(jwt.Parser).ParseUnverified(text, jwt.MapClaims{}) // assay: unverified-token
	if err != nil {
		return nil, err
	}
	return token.Claims, nil
}

func issue(claims jwt.Claims) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodNone, claims) // assay: unverified-token
	return token.SignedString(jwt.UnsafeAllowNoneSignatureType) // assay: unverified-token
}
