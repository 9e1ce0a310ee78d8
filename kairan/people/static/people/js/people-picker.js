// The people picker.
