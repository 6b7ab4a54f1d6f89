/** Reads the comments of a file's tables, by the path of the property that each stands before. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import {root} from '../../project-files.ts';

/** Of `defineRequests({join: {fields: {…}}})`, that of `join` is `Requests.join`. That of the file is ''. */
export type Comments = ReadonlyMap<string, string>;

export async function commentsIn(file: string): Promise<Comments> {
	const text = await readFile(path.join(root, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const comments = new Map<string, string>();
	const first = /^\/\*\*(.*?)\*\//s.exec(text)?.[1];
	if (first !== undefined) comments.set('', plain(first));
	for (const statement of source.statements)
		if (ts.isVariableStatement(statement))
			for (const {name, initializer} of statement.declarationList.declarations)
				if (initializer) visit(initializer, [ending(name.getText())]);
	return comments;

	function visit(node: ts.Node, names: readonly string[]): void {
		if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) {
			ts.forEachChild(node, child => visit(child, names));
			return;
		}

		const at = [...names, node.name.getText().replace(/^'|'$/g, '')];
		const said = ts
			.getLeadingCommentRanges(text, node.getFullStart())
			?.map(({pos, end}) => text.slice(pos, end))
			.findLast(comment => comment.startsWith('/**'));
		if (said !== undefined) comments.set(at.join('.'), plain(said.slice(3, -2)));
		if (ts.isPropertyAssignment(node)) visit(node.initializer, at);
	}
}

function ending(name: string): string {
	return /(?:Requests|Announcements)$/.exec(name)?.[0] ?? name;
}

/** Returns the text of a comment on one line; `{@link x}` is `x`. */
function plain(comment: string): string {
	return comment
		.replace(/\s*\n\s*\* ?/g, ' ')
		.replace(/\{@link (\S+?)\}/g, '`$1`')
		.replace(/\s+/g, ' ')
		.trim();
}
