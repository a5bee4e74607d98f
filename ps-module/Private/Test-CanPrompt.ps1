# Whether the host can ask the user: not in a job, a runspace without a host, or a console whose input is redirected.
function Test-CanPrompt($Cmdlet) {
    switch ($Cmdlet.Host.Name) {
        'Default Host' { return $false }
        'ServerRemoteHost' { return $false }
        'ConsoleHost' {
            $isAlone = @([Environment]::GetCommandLineArgs()) -match '^(--?|/)noni'
            return -not [Console]::IsInputRedirected -and -not $isAlone
        }
    }
    [Environment]::UserInteractive
}
