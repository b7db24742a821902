// This Source Code Form is subject to the terms of the Mozilla Public
// License, v. 2.0. If a copy of the MPL was not distributed with this
// file, You can obtain one at https://mozilla.org/MPL/2.0/.

// Package wirefmt writes and reads the meter wire format, version 2.
package wirefmt

import (
	"encoding/binary"
	"io"
)

// Sample is one reading of one meter.
type Sample struct {
	Meter uint32
	At    int64 // microseconds since the epoch
	Value int32 // thousandths of a hertz from the nominal frequency
}

// Write appends one sample in network byte order.
func Write(w io.Writer, s Sample) error {
	return binary.Write(w, binary.BigEndian, s)
}
