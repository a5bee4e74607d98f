# The task deep: what takes too long for every run. The C program of the contract runs under valgrind, which
# fails on memory errors and on definite and indirect leaks.

function Invoke-DeepTask {
    param([object] $Built)

    foreach ($name in 'cc', 'valgrind') {
        if (-not (Find-Tool $name)) { throw "The deep tests need $name." }
    }
    $scratch = New-ScratchFolder
    $endpoint = $null
    try {
        $endpoint = Open-LocalEcr $Built $scratch
        $program = Join-Path $scratch 'contract'
        $folder = Split-Path -Parent $Built.Library
        Invoke-Tool cc '-g', '-O1', '-pthread', '-I', 'rust/include', '-o', $program, 'tests/c/contract.c', '-L', $folder, '-lecr_login', "-Wl,-rpath,$folder"
        Write-Information 'tests/c/contract.c under valgrind:'
        Invoke-Valgrind -Scratch $scratch -Command $program, $endpoint.Address, 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    } finally {
        Close-Service $endpoint
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
    Write-Information 'deep: nothing found'
}

# The program forks; its child, where the library's thread is gone, leaves all that thread held. So each process has
# its own log, and that of the program itself has to be empty.
function Invoke-Valgrind {
    param([string] $Scratch, [string[]] $Command)

    $options = @(
        '--quiet'
        '--leak-check=full'
        '--show-leak-kinds=definite,indirect'
        '--errors-for-leak-kinds=definite,indirect'
        "--log-file=$Scratch/valgrind.%p"
    )
    $process = Start-Process -FilePath valgrind -ArgumentList ($options + $Command) -NoNewWindow -Wait -PassThru
    $found = Get-Content -LiteralPath "$Scratch/valgrind.$($process.Id)"
    if ($found) {
        $found | Out-Host
        throw 'valgrind found errors.'
    }
    if ($process.ExitCode -ne 0) { throw "The program ended with exit code $($process.ExitCode)." }
}
