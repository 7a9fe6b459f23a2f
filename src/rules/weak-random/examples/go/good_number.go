package tokens

import (
	"crypto/rand"
	"math/big"
)

func pin() (int64, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return 0, err
	}
	return number.Int64(), nil
}
