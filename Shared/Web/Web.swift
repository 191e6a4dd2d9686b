// The module Web.
