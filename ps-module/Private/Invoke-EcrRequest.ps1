# Sends a request to the engine and gives what it brought, as an XElement with one child for each field. What the engine
# must know from the user is asked for, and the request sent again; an error ends the public command.
function Invoke-EcrRequest($Cmdlet, $Request, $Round = 0) {
    $override = [Environment]::GetEnvironmentVariable('ECRLOGIN_LIBRARY')
    if ($null -eq $script:Engine -or $script:Engine['Override'] -cne $override) { $script:Engine = Open-Engine $Cmdlet $override }
    if ($override) { Write-Verbose "Library: $($script:Engine['Path']), named by ECRLOGIN_LIBRARY." }

    $engine = $script:Engine['Type']
    $json = $call = $text = $bytes = $null
    # Stop and Ctrl+C cannot break into a native call, so it waits in slices; and whatever ends it, the call ends too.
    try {
        $json = ConvertTo-RequestJson $Request
        $call = $engine::ecr_login_start($json)
        while ($engine::ecr_login_wait($call, 50) -eq 0) { continue }
        $text = $engine::ecr_login_take($call)
        $call = $null
        $bytes = [Text.Encoding]::ASCII.GetBytes([Runtime.InteropServices.Marshal]::PtrToStringAnsi($text))
        $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, [Xml.XmlDictionaryReaderQuotas]::Max)
        # Whitespace preserved, else a value of nothing but blanks would be lost.
        $answer = [Xml.Linq.XElement]::Load($reader, [Xml.Linq.LoadOptions]::PreserveWhitespace)
    } catch {
        Exit-BrokenCall $Cmdlet $_.Exception
    } finally {
        if ($null -ne $call) { $engine::ecr_login_cancel($call) }
        if ($null -ne $text) { $engine::ecr_login_free($text) }
        foreach ($secret in $json, $bytes) { if ($null -ne $secret) { [Array]::Clear($secret, 0, $secret.Length) } }
    }

    if ($answer.Element('log').HasElements) { Write-EngineLog $answer }
    if ($null -ne $answer.Element('needs')) {
        Add-UserAnswer $Cmdlet $Request (ConvertFrom-AnswerElement $answer.Element('needs')) -Round $Round
        return Invoke-EcrRequest $Cmdlet $Request -Round ($Round + 1)
    }
    if ($null -ne $answer.Element('error')) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord (ConvertFrom-AnswerElement $answer.Element('error'))))
    }
    if ($VerbosePreference -notin 'SilentlyContinue', 'Ignore') { Write-EngineInfo $answer.Element('ok').Element('info') }
    $answer.Element('ok')
}
