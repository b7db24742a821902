// Package ringbuf is a fixed-size buffer that forgets its oldest bytes.
package ringbuf

// Ring holds the last bytes written to it. The zero Ring is of no use; call New.
type Ring struct {
	bytes []byte
	next  int
	full  bool
}

// New returns a Ring that remembers size bytes.
func New(size int) *Ring {
	return &Ring{bytes: make([]byte, size)}
}

// Write never fails.
func (r *Ring) Write(p []byte) (int, error) {
	for _, b := range p {
		r.bytes[r.next] = b
		r.next = (r.next + 1) % len(r.bytes)
		r.full = r.full || r.next == 0
	}
	return len(p), nil
}

// Bytes returns what is remembered, oldest first.
func (r *Ring) Bytes() []byte {
	if !r.full {
		return append([]byte(nil), r.bytes[:r.next]...)
	}
	return append(append([]byte(nil), r.bytes[r.next:]...), r.bytes[:r.next]...)
}
