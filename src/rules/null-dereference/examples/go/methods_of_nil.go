package settings

type Config struct {
	Roots *Pool
}

func (c *Config) pool() *Pool {
	if c == nil {
		return nil
	}
	return c.Roots
}

func (c *Config) Make() *TLS {
	roots := c.pool()
	if c == nil {
		return &TLS{Roots: roots}
	}
	return &TLS{Roots: c.Roots}
}
