/** Collects the licence texts of all packages in the bundle, which must be distributed with it. */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} root the project's folder
 * @param {readonly string[]} inputs the bundle's source files, relative to it
 * @returns {Promise<string>} one section for each text, with the packages that share it; the shortest first, since like texts beside each
 * other are a smaller download
 */
export async function licenceTexts(root, inputs) {
	const packages = new Map();
	for (const input of inputs) {
		const folder = packageFolder(input);
		if (folder)
			packages.set(folder, new Set([folder, ...(packages.get(folder) ?? []), path.posix.dirname(input)]));
	}
	const byText = new Map();
	for (const [folder, folders] of packages) {
		const {name, text} = await licenceOf(root, folder, folders);
		byText.set(text, new Set([...(byText.get(text) ?? []), name]));
	}
	return [...byText]
		.map(([text, names]) => `${'='.repeat(72)}\n${[...names].sort().join('\n')}\n\n${text}\n`)
		.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))
		.join('\n');
}

/** node_modules/a/node_modules/@b/c/index.js → node_modules/a/node_modules/@b/c */
function packageFolder(input) {
	return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** Finds licences beside the files of a package too, since it may itself be a bundle. */
async function licenceOf(root, folder, folders) {
	const {name, version, license, author} = JSON.parse(
		await readFile(path.join(root, folder, 'package.json'), 'utf8'),
	);
	const texts = [];
	for (const each of folders) {
		const files = (await readdir(path.join(root, each))).filter(file =>
			/^licen[cs]es?(\.(md|txt))?$/i.test(file),
		);
		for (const file of files) texts.push((await readFile(path.join(root, each, file), 'utf8')).trim());
	}
	if (texts.length === 0) texts.push(`Licence: ${license}\nCopyright: ${author?.name ?? author ?? name}`);
	return {name: `${name} ${version}`, text: texts.join('\n\n')};
}
