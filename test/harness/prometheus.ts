/** Parses what Prometheus scrapes, by a parser that is not ours. */
import parsePrometheus from 'parse-prometheus-text-format';

type Family = {
	readonly name: string;
	readonly type: string;
	readonly help: string;
	readonly metrics: ReadonlyArray<{readonly value: string}>;
};

/** Returns each family of metrics by its name. */
export function families(text: string): ReadonlyMap<string, Family> {
	const parsed = (parsePrometheus as (text: string) => Family[])(text); // the package has no types
	return new Map(parsed.map(family => [family.name, family]));
}
