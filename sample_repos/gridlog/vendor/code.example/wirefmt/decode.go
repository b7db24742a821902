// This Source Code Form is subject to the terms of the Mozilla Public
// License, v. 2.0. If a copy of the MPL was not distributed with this
// file, You can obtain one at https://mozilla.org/MPL/2.0/.

package wirefmt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"code.example/ringbuf"
)

// Reader reads samples and remembers the bytes before a fault.
type Reader struct {
	source io.Reader
	recent *ringbuf.Ring
}

// NewReader reads from source.
func NewReader(source io.Reader) *Reader {
	recent := ringbuf.New(256)
	return &Reader{source: io.TeeReader(source, recent), recent: recent}
}

// Read returns the next sample, or io.EOF at the end of the last one.
func (r *Reader) Read() (Sample, error) {
	var s Sample
	err := binary.Read(r.source, binary.BigEndian, &s)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return s, fmt.Errorf("cut sample after % x: %w", r.recent.Bytes(), err)
	}
	return s, err
}
