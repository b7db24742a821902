// Development only: restart the board when a source file changes.
import { spawn } from 'node:child_process';

import { watch } from 'chokidar';

let board;

function restart() {
  board?.kill();
  board = spawn(process.execPath, ['src/server.js'], { stdio: 'inherit' });
}

watch('src', { ignoreInitial: true }).on('all', restart);
restart();
