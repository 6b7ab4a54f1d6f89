/** Draws the folder graph in layers, and lists its arrows, from the table of allowed arrows. */
import {ARROWS} from '../walls/arrows.ts';
import {table} from './section.ts';

/** Width of the client's column in cells. */
const CLIENT_WIDTH = 76;

/** Draws one line a layer, highest first: each folder imports only folders of lower lines. */
export function layers(): string {
	const lines = new Map<number, string[]>();
	for (const folder of Object.keys(ARROWS)) {
		const height = heightOf(folder);
		lines.set(height, [...(lines.get(height) ?? []), folder]);
	}

	const drawn = [...lines].sort(([one], [other]) => other - one).map(([, folders]) => columns(folders));
	return `\`\`\`text\n${drawn.join('\n')}\n\`\`\``;
}

/** Draws a layer: the client's folders on the left, all others beside them. */
function columns(folders: readonly string[]): string {
	const [client, others] = [true, false].map(isClient =>
		folders.filter(folder => /^source(\/|$)/.test(folder) === isClient).join('  '),
	);
	return `${client?.padEnd(CLIENT_WIDTH)}${others}`.trimEnd();
}

function heightOf(folder: string): number {
	return 1 + Math.max(0, ...(ARROWS[folder] ?? []).map(heightOf));
}

/** Lists each folder with those that it may import. */
export function arrows(): string {
	const rows = Object.entries(ARROWS).map(([folder, all]) => [folder, all.join(', ') || '–']);
	return table(['folder', 'may import'], rows);
}
