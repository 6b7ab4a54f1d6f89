/** Opens a web address in the browser of the user's desktop, without a shell. */
import {spawn} from 'node:child_process';

/** The program that opens an address, and its arguments before it; undefined where there is no desktop. */
function opener(environment: NodeJS.ProcessEnv): readonly [string, ...string[]] | undefined {
	const {BROWSER: browser = '', DISPLAY: x11 = '', WAYLAND_DISPLAY: wayland = ''} = environment;
	if (browser !== '') return [browser];
	if (process.platform === 'darwin') return ['open'];
	if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
	return x11 === '' && wayland === '' ? undefined : ['xdg-open'];
}

/** @returns whether the program that opens it could be started */
export async function openInBrowser(link: string, environment = process.env): Promise<boolean> {
	const found = opener(environment);
	if (!found) return false;
	const [program, ...before] = found;
	return new Promise(resolve => {
		const started = spawn(program, [...before, link], {stdio: 'ignore', detached: true});
		started.once('error', () => resolve(false));
		started.once('spawn', () => resolve(true));
		started.unref();
	});
}
