# Ends the public command where the engine could not be called. The exception's own words might quote a value.
function Exit-BrokenCall($Cmdlet, $Exception) {
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'Internal'
        message = "The engine could not be asked, or its answer not be read ($($Exception.GetBaseException().GetType().Name))."
        hint    = 'Please report this message; it holds no secret.'
    }))
}
