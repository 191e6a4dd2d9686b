// Sealed files.
