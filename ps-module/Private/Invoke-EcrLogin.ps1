# Sends a request to the engine and gives back its answer. Stop and Ctrl+C cannot break into a native call,
# so it waits in slices, and whatever ends it, the call ends too.
function Invoke-EcrLogin($Cmdlet, $Request) {
    $engine = Get-Engine $Cmdlet
    $json = ConvertTo-RequestJson $Request
    $call = 0
    $answer = [IntPtr]::Zero
    try {
        $call = $engine::ecr_login_start($json)
        while ($engine::ecr_login_wait($call, 50) -eq 0) { continue }
        $answer = $engine::ecr_login_take($call)
        $call = 0
        return ConvertFrom-AnswerJson ([Runtime.InteropServices.Marshal]::PtrToStringAnsi($answer))
    } catch {
        # The exception's own words might quote a value.
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'Internal'
            message = "The engine could not be asked, or its answer not be read ($($_.Exception.GetBaseException().GetType().Name))."
            hint    = 'Please report this message; it holds no secret.'
        }))
    } finally {
        if ($call -ne 0) { $engine::ecr_login_cancel($call) }
        if ($answer -ne [IntPtr]::Zero) { $engine::ecr_login_free($answer) }
        [Array]::Clear($json, 0, $json.Length)
    }
}
