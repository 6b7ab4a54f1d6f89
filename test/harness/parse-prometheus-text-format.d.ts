/** Declares the parser of Prometheus text, whose package has no types. */
declare module 'parse-prometheus-text-format';
