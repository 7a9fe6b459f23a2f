package seal

import "golang.org/x/crypto/chacha20poly1305"

func seal(key, nonce, text []byte) ([]byte, error) {
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nonce, text, nil), nil
}
