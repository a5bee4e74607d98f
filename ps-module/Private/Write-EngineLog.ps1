# The answer's log, on the streams that the caller listens to. By cmdlets, not by $PSCmdlet's methods, which stop at every
# line under -Debug in Windows PowerShell.
function Write-EngineLog($Answer) {
    foreach ($line in $Answer.Element('log').Elements()) {
        $message = $line.Element('message').Value
        switch ($line.Element('level').Value) {
            # Said once: the answer to the same request sent again brings it too.
            'warning' { if ($null -eq $Answer.Element('needs')) { Write-Warning $message } }
            'verbose' { Write-Verbose $message }
            'debug' { Write-Debug $message }
        }
    }
}
